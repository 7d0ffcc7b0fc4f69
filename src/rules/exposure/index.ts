import { rule as imagesAreNotPublic } from './ImagesAreNotPublic';
import { rule as storesAreNotPublic } from './StoresAreNotPublic';
import { rule as storesRequireAuthentication } from './StoresRequireAuthentication';
import type { Rule } from '../rule';

export const exposureRules: Rule[] = [storesAreNotPublic, storesRequireAuthentication, imagesAreNotPublic];
