package notes;

import io.github.cdkzerotrust.ApiGatewayAccount;
import io.github.cdkzerotrust.AuditTrail;
import io.github.cdkzerotrust.SecureApi;
import io.github.cdkzerotrust.SecureFunction;
import io.github.cdkzerotrust.SecureTable;
import io.github.cdkzerotrust.SecurityAlarms;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.lambda.Code;
import software.constructs.Construct;

/** An API with one route, which reads a table. */
public class NotesStack extends Stack {
    private static final String CODE = "exports.handler = async () => ({ statusCode: 200, body: \"{}\" })";

    public NotesStack(final Construct scope, final String id) {
        super(scope, id);

        SecureTable table = SecureTable.Builder.create(this, "Table")
            .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
            .build();
        SecureFunction read = SecureFunction.Builder.create(this, "Read")
            .code(Code.fromInline(CODE))
            .environment(Map.of("TABLE_NAME", table.getTableName()))
            .build();
        // Exact actions, the key, the private way to DynamoDB, an edge in the trust graph.
        table.grantReadData(read);

        SecureApi api = SecureApi.Builder.create(this, "Api")
            .keepExecuteApiEndpoint(true)
            .build();
        api.addRoute("GET /notes/{id}", read); // signed with IAM unless you say otherwise
        new ApiGatewayAccount(this, "ApiLogging"); // once per account and region

        SecurityAlarms.Builder.create(this, "Alarms")
            .trail(new AuditTrail(this, "Trail"))
            .build();
    }
}
