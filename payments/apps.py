from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        """Let the pages of the work fetch the money of all stages at once."""
        from engagements.delivery.queries import BESIDE_A_STAGE

        BESIDE_A_STAGE += [name for name in ("funding", "payout") if name not in BESIDE_A_STAGE]
