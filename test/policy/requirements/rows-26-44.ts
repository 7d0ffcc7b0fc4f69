import { Requirement } from './requirement';

export const ROWS_26_TO_44: Requirement[] = [];
