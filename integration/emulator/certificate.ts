import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const PROGRAM = `
import datetime, ipaddress, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

now = datetime.datetime.now(datetime.timezone.utc)
def made(name, key, issuer, signer, *extensions):
    builder = (x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key()).serial_number(x509.random_serial_number())
      .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1)))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

named = lambda text: x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
files = {
    'ca.pem': made(named('authority of this run'), root, named('authority of this run'), root, (x509.BasicConstraints(ca=True, path_length=None), True)),
    'cert.pem': made(named('localhost'), key, named('authority of this run'), root, (x509.SubjectAlternativeName([x509.DNSName('localhost')]), False)),
    'key.pem': key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
}
for name, content in files.items():
    open(sys.argv[1] + '/' + name, 'wb').write(content)
`;

/** A certificate for `localhost`, good for a day, and the file of the authority that signed it. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly authorityFile: string;
}

/** Makes one, by the Python of the emulator, which has what it takes; `remove` takes its files away. */
export function makeCertificate(): Certificate & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  execFileSync(join(process.env.INTEGRATION_VENV!, 'bin', 'python'), ['-c', PROGRAM, folder], { stdio: 'inherit' });
  return {
    cert: readFileSync(join(folder, 'cert.pem'), 'utf-8'),
    key: readFileSync(join(folder, 'key.pem'), 'utf-8'),
    authorityFile: join(folder, 'ca.pem'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
