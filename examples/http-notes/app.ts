import { App, AppProps } from 'aws-cdk-lib';
import { NotesStack, NotesStackProps } from './notes-stack';
import { ZeroTrust } from 'cdk-zero-trust';

/** The app as it is deployed: its stack, held to five packs and the library's own rules. */
export function notesApp(props?: AppProps, stackProps?: NotesStackProps): App {
  const app = new App(props);
  new NotesStack(app, 'Notes', stackProps);
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) notesApp().synth();
