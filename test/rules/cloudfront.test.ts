import { cloudfrontCases } from './cases/cloudfront';
import { prove } from './support/prove';

prove('CLOUDFRONT', cloudfrontCases);
