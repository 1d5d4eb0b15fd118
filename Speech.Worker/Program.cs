using System.Globalization;
using System.Runtime.InteropServices;
using Speeko.Speech.Engines.Workers;
using Speeko.Speech.Worker;

// The terminal's Ctrl-C goes to the whole process group; a worker's end is the end of its input.
using var ignoreInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);

if (args is not [var argument] || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
{
    Console.WriteLine("speech worker N: speaks what a silo writes to its standard input, N sentences by turns; started by silos only.");
    return args is ["--help" or "-h"] ? 0 : 1;
}

using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
Espeak engine;
try
{
    engine = new Espeak(EspeakLibrary.Load());
}
catch (Exception exception) when (exception is DllNotFoundException or IOException)
{
    Console.Error.WriteLine(
        $"espeak-ng can not be used; install it: apt-get install libespeak-ng1 espeak-ng-data. {exception.Message}");
    return 1;
}

// What a first sentence would pay for, the start pays.
engine.Speak(new Job(0, 1, Espeak.DefaultVoice, "Ready.", 0), Silence.Instance);
var hello = new MessageWriter();
engine.Hello.Write(hello);
output.Write(hello.End().Span);
output.Flush();

new WorkerLoop(new MessageReader(input), new Speakers(engine, output, limit)).Run();
// At once, also in the middle of a sentence.
Environment.Exit(0);
return 0;
