import { TargetKind } from './finding';
import { Incident } from './incidents';
import { PlayMode } from '../../src/respond/play-mode';

/** How a play was configured. */
export interface PlayConfig {
  readonly play: string;
  /** Kinds of targets that it acts on; every kind when left out. */
  readonly kinds?: TargetKind[];
  readonly mode: PlayMode;
  /** It changes nothing in the account, so that it needs no budget and no undo: messages to people. */
  readonly harmless?: boolean;
  readonly expiresAfterSeconds?: number;
}

/** What the state machine does about one play. */
export interface PlannedAction {
  readonly play: string;
  readonly mode: PlayMode;
  readonly note: string;
  /** Name of the role of a function that is a member. */
  readonly role?: string;
}

/** A function that plays may act on. */
export interface Member {
  readonly name: string;
  readonly role: string;
}

/** Which plays answer an incident, and how. Decides nothing by the texts of the finding. */
export function planFor({ target, finding }: Incident, plays: PlayConfig[], member?: Member): PlannedAction[] {
  return plays.filter(({ kinds }) => kinds === undefined || kinds.includes(target.kind)).map(({ play, mode, harmless }) => {
    // nobody is told of each drill: an alarm tells when one is not answered
    if (finding.drill) return { play, mode: PlayMode.DRY_RUN, note: 'a drill' };
    if (harmless) return { play, mode, note: '' };
    if (target.kind === TargetKind.FUNCTION && member === undefined) {
      return { play, mode: PlayMode.DRY_RUN, note: 'the function is no member of the zone' };
    }
    return { play, mode, note: mode === PlayMode.DRY_RUN ? 'a dry run' : '', role: member?.role };
  });
}
