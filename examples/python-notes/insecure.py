#!/usr/bin/env python3
"""What the library refuses: an access key in the environment of a function. Synth fails with SecretInEnvironment."""

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from cdk_zero_trust import SecureFunction

app = cdk.App()
stack = cdk.Stack(app, "Insecure")

SecureFunction(
    stack,
    "Read",
    code=lambda_.Code.from_inline("exports.handler = async () => {}"),
    environment={"ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE"},
)

app.synth()
