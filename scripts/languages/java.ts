import { cpSync, mkdirSync, renameSync } from 'fs';
import { dirname, join } from 'path';
import { dependencyBindings, root, versionOf } from './bindings';
import { Checks } from './checks';
import { Machine } from './machine';

/** A local Maven repository with a jar of the generated sources, and the dependencies from Maven Central. */
export async function java(base: Machine, sources: string, checks: Checks): Promise<void> {
  const app = base.folder('app');
  cpSync(join(root, 'examples', 'java-notes'), app, { recursive: true });
  const own = join(sources, 'java');
  const cdk = versionOf('aws-cdk-lib');
  const machine = base.with({
    MAVEN_OPTS: `-Dmaven.repo.local=${base.folder('repository')} -Dcdk-zero-trust.version=${versionOf('../')} -Dcdk.version=${cdk} `
      + '-Dorg.slf4j.simpleLogger.log.org.apache.maven.cli.transfer.Slf4jMavenTransferListener=warn',
  });

  const artifact = `software.amazon.awscdk:aws-cdk-lib:${cdk}`;
  const central = await machine.outcome(`mvn -q -B dependency:get -Dtransitive=false -Dartifact=${artifact}`, app);
  if (central.code !== 0) await installCdk(machine, own, app);

  await machine.run('mvn -q -B install -Dmaven.javadoc.skip -Dmaven.source.skip', own, 'jar');
  await checks.synthesises(machine, 'Java', 'mvn -e -q compile exec:java', app);
  await checks.refuses(machine, 'Java', 'mvn -e -q compile exec:java -Dexec.mainClass=notes.InsecureApp', app);
}

/**
 * Installs bindings of aws-cdk-lib made of its npm package. Of its 12,000 classes only those are compiled that this library and the example
 * reach, which takes a minute instead of ten.
 */
async function installCdk(machine: Machine, own: string, app: string): Promise<void> {
  const bindings = await dependencyBindings(machine, 'java', 'aws-cdk-lib');
  const compiled = machine.folder('compiled');
  const jar = machine.folder('jar');
  const nag = `io.github.cdklabs:cdknag:${versionOf('cdk-nag')}`;
  await machine.run(`mvn -q -B dependency:build-classpath -Dmdep.outputFile=${machine.work}/classpath`, bindings);
  await machine.run(`mvn -q -B dependency:get -Dtransitive=false -Dartifact=${nag} && mvn -q -B dependency:copy -Dartifact=${nag} -DoutputDirectory=${machine.work}`, app);
  await machine.run(`javac -J-Xmx4g -proc:none -nowarn -implicit:class -encoding UTF-8 --release 17 -d ${compiled} \
    -classpath "$(cat ${machine.work}/classpath):${machine.work}/cdknag-${versionOf('cdk-nag')}.jar" -sourcepath ${bindings}/src/main/java \
    $(find ${own} ${app} -name '*.java')`, app, 'classes of aws-cdk-lib that are used');
  const classes = join('software', 'amazon', 'awscdk');
  mkdirSync(dirname(join(jar, classes)), { recursive: true });
  renameSync(join(compiled, classes), join(jar, classes));
  cpSync(join(bindings, 'src', 'main', 'resources'), jar, { recursive: true });
  await machine.run(`jar --create --no-compress --file ${machine.work}/aws-cdk-lib.jar -C ${jar} . \
    && mvn -q -B install:install-file -Dfile=${machine.work}/aws-cdk-lib.jar -DpomFile=${bindings}/pom.xml`, app);
}
