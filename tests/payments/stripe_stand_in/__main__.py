"""Start the stand-in by itself."""

import argparse

from tests.payments.stripe_stand_in.server import serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A strict stand-in for Stripe")
    parser.add_argument("--port", type=int, default=0, help="another than any that is free")
    serve(parser.parse_args().port)
