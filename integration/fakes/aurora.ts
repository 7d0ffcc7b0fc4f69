import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { join } from 'path';
import { createInterface } from 'readline';

/** The fake of Aurora, in a process of its own: it loads WebAssembly in a way that jest does not have. */
export class Aurora {
  private process?: ChildProcess;
  private listening?: { readonly url: string; readonly port: number };

  /** @param certificate in PEM, of `localhost` */
  constructor(private readonly certificate: { readonly cert: string; readonly key: string }) {}

  /** Where the Data API is. */
  public get url(): string {
    return this.listening!.url;
  }

  /** Where connections are taken. */
  public get port(): number {
    return this.listening!.port;
  }

  public async start(): Promise<void> {
    const { cert, key } = this.certificate;
    this.process = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'aurora-server.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process.stdin!.end(JSON.stringify({ cert, key }));
    const ended = once(this.process, 'exit').then(() => { throw new Error('the fake of Aurora ended before it listened'); });
    const [line] = await Promise.race([once(createInterface(this.process.stdout!), 'line'), ended]);
    ended.catch(() => undefined); // it ends later, when it is stopped
    this.listening = JSON.parse(line);
  }

  public stop(): void {
    this.process?.kill();
  }

  /** What the administrator of the database gets for a statement. */
  public async rows(sql: string): Promise<unknown> {
    const response = await fetch(`${this.url}/rows`, { method: 'POST', body: sql });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }
}
