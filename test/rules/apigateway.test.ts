import { apigatewayCases } from './cases/apigateway';
import { prove } from './support/prove';

prove('APIGATEWAY', apigatewayCases);
