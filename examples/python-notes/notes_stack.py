from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from cdk_zero_trust import (
    ApiGatewayAccount,
    AuditTrail,
    SecureApi,
    SecureFunction,
    SecureTable,
    SecurityAlarms,
)
from constructs import Construct

CODE = 'exports.handler = async () => ({ statusCode: 200, body: "{}" })'


class NotesStack(Stack):
    """An API with one route, which reads a table."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, **kwargs)

        table = SecureTable(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        )
        read = SecureFunction(
            self,
            "Read",
            code=lambda_.Code.from_inline(CODE),
            environment={"TABLE_NAME": table.table_name},
        )
        # Exact actions, the key, the private way to DynamoDB, an edge in the trust graph.
        table.grant_read_data(read)

        api = SecureApi(self, "Api", keep_execute_api_endpoint=True)
        api.add_route("GET /notes/{id}", read)  # signed with IAM unless you say otherwise
        ApiGatewayAccount(self, "ApiLogging")  # once per account and region

        SecurityAlarms(self, "Alarms", trail=AuditTrail(self, "Trail"))
