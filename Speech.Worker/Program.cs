using System.Runtime.InteropServices;
using Speeko.Speech.Engines.Workers;
using Speeko.Speech.Worker;

// The terminal's Ctrl-C goes to the whole process group; a worker's end is the end of its input.
using var ignoreInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);

if (args is ["--help" or "-h", ..])
{
    Console.WriteLine("speech worker: speaks what a silo writes to its standard input; started by silos only.");
    return 0;
}

using var input = Console.OpenStandardInput();
using var output = new WorkerOutput(Console.OpenStandardOutput());
Espeak engine;
try
{
    engine = Espeak.Start(output);
}
catch (Exception exception) when (exception is DllNotFoundException or IOException)
{
    Console.Error.WriteLine(
        $"espeak-ng can not be used; install it: apt-get install libespeak-ng1 espeak-ng-data. {exception.Message}");
    return 1;
}

// What a first sentence would pay for, the start pays.
engine.Speak(new Job(0, 1, Espeak.DefaultVoice, "Ready."), discard: true);
output.Write(engine.Greet());
using var loop = new WorkerLoop(new MessageReader(input), engine, output);
loop.Run();
return 0;
