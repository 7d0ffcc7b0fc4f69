import { checkShape, operationOf } from './fake-aws/shapes';
import { JsonProtocolServer } from './json-protocol-server';

/** A service whose requests and answers are checked by the SDK's own model. */
export abstract class ModelledService extends JsonProtocolServer {
  protected abstract readonly client: Record<string, any>;

  public answer(operation: string, input: any): object {
    const [,,,, inputShape, outputShape] = operationOf(this.client, operation);
    checkShape(inputShape(), input);
    const output = this.ask(operation, input);
    checkShape(outputShape(), output);
    return output;
  }

  protected abstract ask(operation: string, input: any): object;
}
