from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        """Let the pages of the work fetch the money of all stages at once."""
        from engagements.delivery import queries

        queries.BESIDE_A_STAGE[:] = ["funding", "payout"]
