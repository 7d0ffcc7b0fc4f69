import { IConstruct } from 'constructs';
import { Acknowledgements } from './acknowledgements';

/**
 * The acknowledgements of a tree, read once for all packs of a synthesis.
 *
 * @internal
 */
export class SharedAcknowledgements {
  private readonly begun = new Set<object>();
  private read?: Acknowledgements;

  constructor(private readonly scope: IConstruct) {}

  /** A pack begins. One that begins again is in another synthesis, before which acknowledgements may have been made. */
  public begin(pack: object): void {
    if (this.begun.has(pack)) {
      this.begun.clear();
      this.read = undefined;
    }
    this.begun.add(pack);
  }

  public get all(): Acknowledgements {
    this.read ??= new Acknowledgements(this.scope.node.root);
    return this.read;
  }
}
