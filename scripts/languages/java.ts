import { cpSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { dependencyBindings, root, versionOf } from './bindings';
import { Checks } from './checks';
import { Machine } from './machine';

const INSTALL_PLUGIN = 'org.apache.maven.plugins:maven-install-plugin:3.1.3'; // reads the pom in the jar

/** A local Maven repository with a jar of the generated sources, and the dependencies from Maven Central. */
export async function java(base: Machine, sources: string, checks: Checks): Promise<void> {
  const app = base.folder('app');
  cpSync(join(root, 'examples', 'java-notes'), app, { recursive: true });
  mkdirSync(join(app, '.mvn'));
  writeFileSync(join(app, '.mvn', 'maven.config'), `-Dcdk-zero-trust.version=${versionOf('..')}\n-Dcdk.version=${versionOf('aws-cdk-lib')}\n`);
  const own = join(sources, 'java');
  const machine = base.with({ MAVEN_OPTS: `-Dmaven.repo.local=${base.folder('repository')}` });

  const nag = await download(machine, `io.github.cdklabs:cdknag:${versionOf('cdk-nag')}`);
  if (!nag) throw new Error('cdknag is not in Maven Central here');
  await install(machine, nag);
  const cdk = await download(machine, `software.amazon.awscdk:aws-cdk-lib:${versionOf('aws-cdk-lib')}`);
  await (cdk ? install(machine, cdk) : installCdk(machine, own, app, nag));

  await machine.run('mvn -q -B install -Dmaven.javadoc.skip -Dmaven.source.skip', own, 'jar');
  await checks.synthesises(machine, 'Java', 'mvn -e -q compile exec:java', app);
  await checks.refuses(machine, 'Java', 'mvn -e -q compile exec:java -Dexec.mainClass=notes.InsecureApp', app);
}

/** The jar of an artifact, when Maven Central has it. */
async function download(machine: Machine, artifact: string): Promise<string | undefined> {
  const get = `mvn -q -B dependency:get -Dtransitive=false -Dartifact=${artifact}`;
  const copy = `mvn -q -B dependency:copy -Dartifact=${artifact} -DoutputDirectory=${machine.work}`;
  const { code } = await machine.outcome(`${get} && ${copy}`, machine.work);
  const [, name, version] = artifact.split(':');
  return code === 0 ? join(machine.work, `${name}-${version}.jar`) : undefined;
}

/** Lists a version in the local repository: ranges are looked up in lists, and that of the registry may be older than its files. */
async function install(machine: Machine, jar: string, pom?: string): Promise<void> {
  await machine.run(`mvn -q -B ${INSTALL_PLUGIN}:install-file -Dfile=${jar}${pom ? ` -DpomFile=${pom}` : ''}`, machine.work);
}

/**
 * Installs bindings of aws-cdk-lib made of its npm package. Of its 12,000 classes only those are compiled that this library and the example
 * reach, which takes a minute instead of ten.
 */
async function installCdk(machine: Machine, own: string, app: string, nag: string): Promise<void> {
  const bindings = await dependencyBindings(machine, 'java', 'aws-cdk-lib');
  const compiled = machine.folder('compiled');
  await machine.run(`mvn -q -B dependency:build-classpath -Dmdep.outputFile=${machine.work}/classpath`, bindings);
  await machine.run(`javac -J-Xmx4g -proc:none -nowarn -implicit:class -encoding UTF-8 --release 17 -d ${compiled} \
    -classpath "$(cat ${machine.work}/classpath):${nag}" -sourcepath ${bindings}/src/main/java \
    $(find ${own} ${app} -name '*.java')`, app, 'the classes of aws-cdk-lib that are used');
  const jar = join(machine.work, 'aws-cdk-lib.jar');
  await machine.run(`jar --create --no-compress --file ${jar} -C ${bindings}/src/main/resources . -C ${compiled} software/amazon/awscdk`, app);
  await install(machine, jar, join(bindings, 'pom.xml'));
}
