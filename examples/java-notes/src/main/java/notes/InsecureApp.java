package notes;

import io.github.cdkzerotrust.SecureFunction;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.Code;

/** What the library refuses: an access key in the environment of a function. Synth fails with SecretInEnvironment. */
public final class InsecureApp {
    private InsecureApp() {
    }

    public static void main(final String[] args) {
        App app = new App();
        Stack stack = new Stack(app, "Insecure");

        SecureFunction.Builder.create(stack, "Read")
            .code(Code.fromInline("exports.handler = async () => {}"))
            .environment(Map.of("ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE"))
            .build();

        app.synth();
    }
}
