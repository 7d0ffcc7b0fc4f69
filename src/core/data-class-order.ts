import { DataClass } from './data-class';

const FROM_THE_LEAST = [DataClass.PUBLIC, DataClass.INTERNAL, DataClass.CONFIDENTIAL, DataClass.RESTRICTED];

/** Whether a class is as sensitive as another one, or more. */
export function isAtLeast(dataClass: DataClass, other: DataClass): boolean {
  return FROM_THE_LEAST.indexOf(dataClass) >= FROM_THE_LEAST.indexOf(other);
}
