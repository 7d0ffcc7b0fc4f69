import { DataIdentifier } from 'aws-cdk-lib/aws-logs';
import { DataClass } from '../../core/data-class';
import { isAtLeast } from '../../core/data-class-order';

/**
 * What CloudWatch Logs finds by itself, by the class from which it is looked for.
 *
 * Left out: addresses of the internet and of places, because whoever answers an incident needs them; zip codes, licences and vehicles,
 * because numbers of other kinds look the same. `LogMasking.byClass({ identifiers })` adds any of them.
 *
 * Source: Amazon CloudWatch Logs user guide, "Types of data that you can protect".
 */
const FOUND_FROM: [DataClass, DataIdentifier[]][] = [
  [DataClass.INTERNAL, [
    DataIdentifier.AWSSECRETKEY,
    DataIdentifier.OPENSSHPRIVATEKEY,
    DataIdentifier.PGPPRIVATEKEY,
    DataIdentifier.PKCSPRIVATEKEY,
    DataIdentifier.PUTTYPRIVATEKEY,
  ]],
  [DataClass.CONFIDENTIAL, [
    DataIdentifier.ADDRESS,
    DataIdentifier.EMAILADDRESS,
    DataIdentifier.PHONENUMBER_BR,
    DataIdentifier.PHONENUMBER_DE,
    DataIdentifier.PHONENUMBER_ES,
    DataIdentifier.PHONENUMBER_FR,
    DataIdentifier.PHONENUMBER_GB,
    DataIdentifier.PHONENUMBER_IT,
    DataIdentifier.PHONENUMBER_US,
  ]],
  [DataClass.RESTRICTED, [
    DataIdentifier.NAME,
    // cards and accounts
    DataIdentifier.BANKACCOUNTNUMBER_DE,
    DataIdentifier.BANKACCOUNTNUMBER_ES,
    DataIdentifier.BANKACCOUNTNUMBER_FR,
    DataIdentifier.BANKACCOUNTNUMBER_GB,
    DataIdentifier.BANKACCOUNTNUMBER_IT,
    DataIdentifier.BANKACCOUNTNUMBER_US,
    DataIdentifier.CREDITCARDEXPIRATION,
    DataIdentifier.CREDITCARDNUMBER,
    DataIdentifier.CREDITCARDSECURITYCODE,
    // health
    DataIdentifier.DRUGENFORCEMENTAGENCYNUMBER_US,
    DataIdentifier.HEALTHCAREPROCEDURECODE_US,
    DataIdentifier.HEALTHINSURANCECARDNUMBER_EU,
    DataIdentifier.HEALTHINSURANCECLAIMNUMBER_US,
    DataIdentifier.HEALTHINSURANCENUMBER_FR,
    DataIdentifier.MEDICAREBENEFICIARYNUMBER_US,
    DataIdentifier.NATIONALDRUGCODE_US,
    DataIdentifier.NATIONALPROVIDERID_US,
    DataIdentifier.NHSNUMBER_GB,
    DataIdentifier.PERSONALHEALTHNUMBER_CA,
    // who somebody is to a state
    DataIdentifier.CPFCODE_BR,
    DataIdentifier.ELECTORALROLLNUMBER_GB,
    DataIdentifier.INDIVIDUALTAXIDENTIFICATIONNUMBER_US,
    DataIdentifier.INSEECODE_FR,
    DataIdentifier.NATIONALIDENTIFICATIONNUMBER_DE,
    DataIdentifier.NATIONALIDENTIFICATIONNUMBER_ES,
    DataIdentifier.NATIONALIDENTIFICATIONNUMBER_IT,
    DataIdentifier.NATIONALINSURANCENUMBER_GB,
    DataIdentifier.NIENUMBER_ES,
    DataIdentifier.NIFNUMBER_ES,
    DataIdentifier.PASSPORTNUMBER_CA,
    DataIdentifier.PASSPORTNUMBER_DE,
    DataIdentifier.PASSPORTNUMBER_ES,
    DataIdentifier.PASSPORTNUMBER_FR,
    DataIdentifier.PASSPORTNUMBER_GB,
    DataIdentifier.PASSPORTNUMBER_IT,
    DataIdentifier.PASSPORTNUMBER_US,
    DataIdentifier.PERMANENTRESIDENCENUMBER_CA,
    DataIdentifier.RGNUMBER_BR,
    DataIdentifier.SOCIALINSURANCENUMBER_CA,
    DataIdentifier.SSN_ES,
    DataIdentifier.SSN_US,
    DataIdentifier.TAXID_DE,
    DataIdentifier.TAXID_ES,
    DataIdentifier.TAXID_FR,
    DataIdentifier.TAXID_GB,
  ]],
];

/** What is sensitive in data up to a class. */
export function identifiersOf(highest: DataClass): DataIdentifier[] {
  return FOUND_FROM.filter(([from]) => isAtLeast(highest, from)).flatMap(([, identifiers]) => identifiers);
}
