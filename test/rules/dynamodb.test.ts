import { dynamodbCases } from './cases/dynamodb';
import { prove } from './support/prove';

prove('DYNAMODB', dynamodbCases);
