import { Token } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ZeroTrustError } from '../core/errors';

/**
 * Where a `SiemExport` delivers events.
 *
 * A custom source of Amazon Security Lake is none: its role asks for an external ID, which Data Firehose does not send. Source: Security Lake API reference,
 * "CreateCustomLogSource"; Security Lake user guide, "Collecting data from custom sources".
 */
export class SiemDestination {
  /**
   * A bucket in S3, with tables in the Glue Data Catalog and a workgroup of Athena.
   *
   * @param bucket a bucket of this app; one of the export's own, with an object lock under the zone's key, when left out
   */
  public static bucket(bucket?: s3.IBucket): SiemDestination {
    return new SiemDestination({ bucket });
  }

  /**
   * A SIEM that takes events by HTTPS as Data Firehose sends them: Splunk, Datadog, Dynatrace, New Relic, Sumo Logic and others have such an
   * endpoint. What it does not take in a day is kept in a bucket of the export.
   *
   * Throws `NotHttps` for another scheme, and for a URL that holds a user, a query or a fragment: they would be in the template.
   *
   * Source: Data Firehose developer guide, "HTTP endpoint delivery request and response specifications".
   *
   * @param url the endpoint
   * @param secret holds the access key of the endpoint, as `{"api_key": "..."}`
   */
  public static http(url: string, secret: secretsmanager.ISecret): SiemDestination {
    if (!Token.isUnresolved(url) && !isPlainHttps(url)) {
      throw new ZeroTrustError('SiemDestination', 'NotHttps', 'the URL of the endpoint has to begin with https:// and to hold no user, query or fragment.',
        'put what is secret into the secret.');
    }
    return new SiemDestination({ url, secret });
  }

  /** @internal */
  public readonly _bucket?: s3.IBucket;
  /** @internal */
  public readonly _endpoint?: { readonly url: string; readonly secret: secretsmanager.ISecret };

  private constructor({ bucket, url, secret }: { bucket?: s3.IBucket; url?: string; secret?: secretsmanager.ISecret }) {
    this._bucket = bucket;
    this._endpoint = url !== undefined && secret ? { url, secret } : undefined;
  }
}

function isPlainHttps(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  } catch {
    return false;
  }
}
