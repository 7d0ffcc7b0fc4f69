#!/usr/bin/env python3
import aws_cdk as cdk
from cdk_zero_trust import ZeroTrust

from notes_stack import NotesStack

app = cdk.App()
NotesStack(app, "Notes")

# Five cdk-nag packs and the rules of cdk-zero-trust: an open finding fails synth.
ZeroTrust.enforce(app)

app.synth()
