import { Change, Isolated, isolatedOf, IsolationRecord, touchedBy } from '../../src/cli/isolation';

const record = (name: string, state?: string): IsolationRecord => ({ name, incident: `of-${name}`, state, resources: [] });

describe('a function is isolated', () => {
  const names = (marks: Record<string, string>, records: IsolationRecord[]) => isolatedOf(marks, records).map(({ name, incident }) => `${name} ${incident}`);

  test.each(['ACTED', 'FAILED'])('when the play is %s', (state) => {
    expect(names({}, [record('ship', state)])).toEqual(['ship of-ship']);
  });

  test.each(['WAITING', 'DENIED', 'EXPIRED', 'RECORDED', 'UNDONE', undefined])('not when the play is %s and no tag is there', (state) => {
    expect(names({}, [record('ship', state)])).toEqual([]);
  });

  test('when its tag is there, whatever the table has: the play is on its way, or the table is another one', () => {
    expect(names({ ship: 'tagged' }, [])).toEqual(['ship tagged']);
    expect(names({ ship: 'of-ship' }, [record('ship', 'WAITING')])).toEqual(['ship of-ship']);
  });

  test('once, by both', () => {
    expect(names({ ship: 'of-ship', cancel: 'x' }, [record('ship', 'ACTED')])).toEqual(['cancel x', 'ship of-ship']);
  });
});

describe('a change set touches an isolated function', () => {
  const isolated: Isolated = { name: 'ship', incident: 'i', resources: ['ship-role', 'mapping-1', 'sg-1'] };
  const other: Isolated = { name: 'cancel', incident: 'j', resources: ['cancel-role'] };
  const touched = (change: Change, all = [isolated, other]) => touchedBy([change], all).map(({ name }) => name);

  test.each([
    ['AWS::Lambda::Function', 'ship'], ['AWS::IAM::Role', 'ship-role'], ['AWS::Lambda::EventSourceMapping', 'mapping-1'], ['AWS::EC2::SecurityGroup', 'sg-1'],
  ])('by its %s %s', (type, physicalId) => {
    expect(touched({ action: 'Modify', type, physicalId })).toEqual(['ship']);
  });

  test.each([
    ['AWS::Lambda::Function', 'read'], ['AWS::IAM::Role', 'read-role'], ['AWS::Lambda::EventSourceMapping', 'mapping-2'], ['AWS::DynamoDB::Table', 'orders'],
  ])('not by the %s of another: %s', (type, physicalId) => {
    expect(touched({ action: 'Modify', type, physicalId })).toEqual([]);
  });

  test('not by a function that is new', () => {
    expect(touched({ action: 'Add', type: 'AWS::Lambda::Function' })).toEqual([]);
  });

  test.each<Change>([
    { action: 'Add', type: 'AWS::Lambda::EventSourceMapping' }, { action: 'Modify', type: 'AWS::EC2::SecurityGroupEgress', physicalId: 'sgr-1' },
    { action: 'Modify', type: 'AWS::CloudFormation::Stack', physicalId: 'nested' },
  ])('where it is not known whose it is: $type', (change) => {
    expect(touched(change)).toEqual(['ship', 'cancel']);
  });

  test('by any role or mapping where only its tag is known', () => {
    const marked: Isolated = { name: 'ship', incident: 'i' };
    expect(touched({ action: 'Modify', type: 'AWS::IAM::Role', physicalId: 'any' }, [marked])).toEqual(['ship']);
    expect(touched({ action: 'Modify', type: 'AWS::SQS::Queue', physicalId: 'any' }, [marked])).toEqual([]);
  });
});
