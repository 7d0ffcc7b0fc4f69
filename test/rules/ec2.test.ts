import { ec2Cases } from './cases/ec2';
import { prove } from './support/prove';

prove('EC2', ec2Cases);
