/** A place of a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle, by its upper left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** What a route needs of an edge. */
export interface Course {
  readonly from: Box;
  readonly to: Box;
  /** Between both ends, in that order. */
  readonly between: readonly Point[];
}

interface End {
  readonly box: Box;
  readonly isRight: boolean;
  /** Where the route goes on. */
  readonly next: Point;
}

/** Routes of edges of a picture that reads from left to right, or downwards. */
export function routes(courses: readonly Course[], isDown: boolean): Point[][] {
  return isDown ? acrossRoutes(courses.map(turned)).map((points) => points.map(turnedPoint)) : acrossRoutes(courses);
}

/** With x and y exchanged. */
function turned({ from, to, between }: Course): Course {
  return { from: turnedBox(from), to: turnedBox(to), between: between.map(turnedPoint) };
}

function turnedBox({ x, y, width, height }: Box): Box {
  return { x: y, y: x, width: height, height: width };
}

function turnedPoint({ x, y }: Point): Point {
  return { x: y, y: x };
}

/**
 * From left to right: each leaves and enters a box at one of its sides, at a place of its own, in the order of
 * where it goes on, so that they neither meet at one point nor cross beside the box.
 */
function acrossRoutes(courses: readonly Course[]): Point[][] {
  const starts = courses.map(({ from, to, between }) => endOf(from, between[0] ?? centre(to)));
  const ends = courses.map(({ from, to, between }) => endOf(to, between[between.length - 1] ?? centre(from)));
  const places = placesOf([...starts, ...ends]);
  return courses.map(({ between }, i) => [places.get(starts[i])!, ...between, places.get(ends[i])!]);
}

function endOf(box: Box, next: Point): End {
  return { box, isRight: next.x > centre(box).x, next };
}

function placesOf(ends: readonly End[]): Map<End, Point> {
  const places = new Map<End, Point>();
  const sides = new Map<string, End[]>();
  for (const end of ends) {
    const side = `${end.box.x} ${end.box.y} ${end.isRight}`;
    sides.set(side, [...sides.get(side) ?? [], end]);
  }
  for (const side of sides.values()) {
    side.sort((a, b) => a.next.y - b.next.y);
    side.forEach((end, i) => places.set(end, {
      x: end.box.x + (end.isRight ? end.box.width : 0),
      y: Math.round((end.box.y + (end.box.height * (i + 1)) / (side.length + 1)) * 10) / 10,
    }));
  }
  return places;
}

function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
