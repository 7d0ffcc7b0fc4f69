/** A frame of a stack of Node.js, Python or Java, with its file and line. Prose ("at home (12:30:10)") has neither. */
const FRAME = /(?:^|\n|\\n|[>"])\s*at\s+(?:(?:async |new )?[\w$.<>[\]#]+(?: \[as [\w$]+\])? )?\(?(?:file:\/\/\/|node:|\/|[A-Za-z]:\\{1,2})[^\s():]+:\d+:\d+\)?|Traceback \(most recent call last\)|(?:^|\n|\\n)\s*File \\?"[^"\n]+\\?", line \d+, in |(?:^|\n|\\n)\s*at [\w$.]+\([\w$]+\.java:\d+\)/;

/** What each of them has, told in a fraction of the time. */
const PLACE = /:\d+:\d|\.java:\d|line \d|Traceback/;

export const hasStack = (text: string) => PLACE.test(text) && FRAME.test(text);
