"""How far columns of the money may go: to the two sides of the work and the desk."""

from security.registry import classify

classify(
    "payments.Funding",
    parties="state amount cost currency paid_in released refunded created_at held_at",
    internal="id milestone engagement attempt checkout_id payment_id charge_id",
)
classify(
    "payments.Payout",
    parties="state amount currency due_at created_at sending_at released_at paid_out_at",
    internal=(
        "id milestone funding engagement consultant attempt transfer_id account_id bank_payout_id"
    ),
)
classify(
    "payments.PayoutMethod",
    parties="can_receive created_at",
    internal="id consultant account_id",
)
classify("payments.LedgerAccount", internal="id engagement kind currency")
classify("payments.LedgerTransaction", internal="id key engagement milestone name currency at")
classify("payments.LedgerEntry", internal="id transaction account amount")
classify(
    "payments.ProviderEvent",
    internal="id event_id type object_id account_id received_at handled_at",
)
