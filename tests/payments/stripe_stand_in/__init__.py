"""A strict stand-in for Stripe: the part of its API that held payments of stages need, without Stripe.

`python -m tests.payments.stripe_stand_in --port 12111`, then a client with
`base_addresses={"api": "http://127.0.0.1:12111"}`. Only Python's own library serves.

- Every request is checked against a specification derived from the installed `stripe` package's own
  parameter types (`derivation`): what is unknown, missing or of another type is answered as Stripe
  does, and noted as a violation. Answers are checked against its types of objects.
- It also notes a POST without an idempotency key, a random key where money moves (lost on a restart,
  so that a retry can pay twice), a key used again with other parameters, identity or e-mail addresses
  sent, a fee taken from the payee, and a webhook endpoint that accepts a bad signature.
- Money is double entry (`ledger`): it can neither appear nor vanish.
- People's part, and what only a test may ask for, is `POST /_control/…` (`control`): `onboard/acct_…`,
  `checkout/cs_…`, `pi/pi_…`, `refund/re_…`, `payout/po_…`, `dispute`, `dispute/du_…`, `settle`,
  `webhooks/release`, `webhooks/flush`, `config`, `faults`, `reset`; `GET /_control/report` and
  `GET /_control/ledger` tell what was seen.
- `config` sets `World.config`: `ahead` is by how many seconds its clock is moved, as ours may be; its webhooks `{"url": …, "secret": …}` with `connect` (events of connected
  accounts), `thin` (v2 events), `old_secret` (while a secret is rolled) and `events`.
- `faults` are described in `faults`.

What it cannot tell: real texts of errors, fees, timing and limits are modelled from documentation.
Before real money moves, a pass in Stripe's own test mode is needed.
"""
