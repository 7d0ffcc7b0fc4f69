import { Waiver } from './waiver';
import { orZeroTrustError } from './waiver-errors';

/**
 * Waivers that are kept in a file.
 */
export class Waivers {
  /**
   * Reads a YAML file with one list, `waivers`, whose entries have the fields of `WaiverProps`.
   *
   * Throws `BadWaiverFile` when the file cannot be read, is no YAML or has anything else in it, and the errors of `Waiver`; each
   * with file and line.
   *
   * @param path the file, from the working directory
   */
  public static fromFile(path: string): Waiver[] {
    const { readWaiverFile } = require('../waivers/waiver-file') as typeof import('../waivers/waiver-file'); // a parser of YAML with it
    return orZeroTrustError(() => readWaiverFile(path)).map((waiver) => new Waiver(waiver));
  }

  private constructor() {}
}
