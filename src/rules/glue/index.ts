import { rule as dataCatalogEncrypted } from './DataCatalogEncrypted';
import type { Rule } from '../rule';

export const glueRules: Rule[] = [dataCatalogEncrypted];
