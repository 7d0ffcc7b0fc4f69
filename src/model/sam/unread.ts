const SHOWN = 10;

/** Why a part of a SAM template is not judged. */
const REASONS = {
  definition: (names: string) => `The definition that ${names} names was not read: write it into the template (DefinitionBody, Definition or SchemaInline).`,
  property: (names: string) => `SAM does not define ${names}, or takes it only with another value: it is not judged.`,
  size: (names: string) => `Globals make ${names} too large to be read.`,
};

export type Reason = keyof typeof REASONS;

/** What of a SAM template could not be translated, so that it is reported and never dropped without a word. */
export class Unread {
  private readonly places = new Map<Reason, Set<string>>();

  public add(reason: Reason, place: string): void {
    const places = this.places.get(reason) ?? new Set();
    this.places.set(reason, places.add(place));
  }

  public get sentences(): string[] {
    return [...this.places].map(([reason, places]) => REASONS[reason](list([...places])));
  }
}

function list(places: string[]): string {
  const shown = places.slice(0, SHOWN).join(', ');
  return places.length > SHOWN ? `${shown} and ${places.length - SHOWN} more` : shown;
}
