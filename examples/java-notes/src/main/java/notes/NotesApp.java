package notes;

import io.github.cdkzerotrust.ZeroTrust;
import software.amazon.awscdk.App;

public final class NotesApp {
    private NotesApp() {
    }

    public static void main(final String[] args) {
        App app = new App();
        new NotesStack(app, "Notes");

        // Five cdk-nag packs and the rules of cdk-zero-trust: an open finding fails synth.
        ZeroTrust.enforce(app);

        app.synth();
    }
}
