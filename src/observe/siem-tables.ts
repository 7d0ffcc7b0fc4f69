import { Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { uniqueName } from '../core/vended-logs';

/** Objects below, one folder for each class of OCSF. */
export const EVENTS_PREFIX = 'ocsf/';

const ENDPOINT = 'struct<ip:string,port:int,uid:string,name:string,svc_name:string,domain:string,interface_uid:string,instance_uid:string,vpc_uid:string,subnet_uid:string>';
const USER = 'struct<name:string,uid:string,uid_alt:string,type:string,account:struct<uid:string>,credential_uid:string>';
const HTTP_REQUEST = 'struct<http_method:string,uid:string,version:string,user_agent:string,url:struct<path:string,query_string:string,scheme:string>>';
const FIREWALL_RULE = 'struct<uid:string,name:string,type:string>';
const API = 'struct<operation:string,version:string,service:struct<name:string>,request:struct<uid:string,data:string>,response:struct<error:string,error_message:string,data:string>>';
const ACTOR = `struct<user:${USER},session:struct<created_time:bigint,is_mfa:boolean,issuer:string>,invoked_by:string>`;

/** What every class has. What a type leaves out of an object, a query reads by json_extract from the objects themselves. */
const COMMON: Record<string, string> = {
  class_uid: 'int',
  category_uid: 'int',
  activity_id: 'int',
  type_uid: 'bigint',
  severity_id: 'int',
  time: 'bigint',
  status_id: 'int',
  status_code: 'string',
  status_detail: 'string',
  action_id: 'int',
  disposition_id: 'int',
  metadata: 'struct<version:string,uid:string,event_code:string,log_name:string,logged_time:bigint,processed_time:bigint,correlation_uid:string,'
    + 'labels:array<string>,product:struct<name:string,vendor_name:string>>',
  cloud: 'struct<provider:string,region:string,account:struct<uid:string>>',
  unmapped: 'string',
};

/** Tables by the class that they hold: lambda/siem/ocsf.ts writes these. */
const TABLES: Record<string, { uid: number; columns: Record<string, string> }> = {
  base_event: { uid: 0, columns: { raw_data: 'string' } },
  detection_finding: {
    uid: 2004,
    columns: {
      finding_info: 'struct<uid:string,title:string,`desc`:string,types:array<string>,created_time:bigint,modified_time:bigint>',
      resources: 'array<struct<uid:string,type:string,region:string>>',
      evidences: 'string',
    },
  },
  authentication: {
    uid: 3002, columns: { user: USER, actor: ACTOR, api: API, service: 'struct<name:string>', src_endpoint: ENDPOINT, is_mfa: 'boolean', auth_protocol_id: 'int' },
  },
  network_activity: {
    uid: 4001,
    columns: {
      src_endpoint: ENDPOINT,
      dst_endpoint: ENDPOINT,
      connection_info: 'struct<direction_id:int,protocol_num:int,protocol_name:string,protocol_ver_id:int,tcp_flags:int,boundary_id:int>',
      traffic: 'struct<bytes:bigint,packets:bigint>',
      start_time: 'bigint',
      end_time: 'bigint',
    },
  },
  http_activity: {
    uid: 4002,
    columns: {
      http_request: HTTP_REQUEST, http_response: 'struct<code:int,length:int,latency:int>', src_endpoint: ENDPOINT, dst_endpoint: ENDPOINT, firewall_rule: FIREWALL_RULE,
    },
  },
  dns_activity: {
    uid: 4003,
    columns: {
      query: 'struct<hostname:string,type:string,class:string>',
      answers: 'array<struct<rdata:string,type:string>>',
      rcode: 'string',
      rcode_id: 'int',
      src_endpoint: ENDPOINT,
      firewall_rule: FIREWALL_RULE,
    },
  },
  api_activity: {
    uid: 6003, columns: { api: API, actor: ACTOR, src_endpoint: ENDPOINT, http_request: 'struct<user_agent:string>', resources: 'array<struct<uid:string,type:string>>' },
  },
};

/**
 * Tables of what a `SiemExport` writes into a bucket, and the workgroup that queries them. Partitions are computed from the query: no crawler,
 * and nothing to repair. Results are kept by Athena for a day, under the key.
 *
 * Source: Amazon Athena user guide, "Use partition projection with Amazon Athena", "Managed query results".
 */
export class SiemTables extends Construct {
  public readonly databaseName: string;
  public readonly workGroupName: string;

  constructor(scope: Construct, id: string, bucket: s3.IBucket, key: kms.IKey) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const database = new glue.CfnDatabase(this, 'Database', { catalogId: account, databaseInput: { description: 'Events of OCSF 1.4.0, by class' } });
    this.databaseName = database.ref;
    for (const [name, { uid, columns }] of Object.entries(TABLES)) {
      const location = `s3://${bucket.bucketName}/${EVENTS_PREFIX}class=${uid}/`;
      new glue.CfnTable(this, name, {
        catalogId: account,
        databaseName: database.ref,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          partitionKeys: ['region', 'account', 'day'].map((partition) => ({ name: partition, type: 'string' })),
          parameters: {
            'EXTERNAL': 'TRUE',
            'projection.enabled': 'true',
            'projection.region.type': 'enum',
            'projection.region.values': region,
            'projection.account.type': 'enum',
            'projection.account.values': account,
            'projection.day.type': 'date',
            'projection.day.format': 'yyyy-MM-dd',
            'projection.day.range': '2026-01-01,NOW+1DAYS',
            'storage.location.template': `${location}region=\${region}/account=\${account}/day=\${day}/`,
          },
          storageDescriptor: {
            location,
            compressed: true,
            inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
            outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
            serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
            columns: Object.entries({ ...COMMON, ...columns }).map(([column, type]) => ({ name: column, type })),
          },
        },
      });
    }
    this.workGroupName = uniqueName(this, 'siem');
    new athena.CfnWorkGroup(this, 'WorkGroup', {
      name: this.workGroupName,
      description: 'Queries of what SiemExport keeps',
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        // 10 GB, 0.05 USD: a query that forgets the day is stopped
        bytesScannedCutoffPerQuery: 10 * 1024 ** 3,
        managedQueryResultsConfiguration: { enabled: true, encryptionConfiguration: { kmsKey: key.keyArn } },
      },
    });
  }
}
