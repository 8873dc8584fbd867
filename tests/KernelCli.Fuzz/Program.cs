using KernelCli.Fuzz;
using SharpFuzz;

// KernelCli.Fuzz TARGET            reads inputs as AFL hands them over
// KernelCli.Fuzz TARGET FILE...    runs a target over files, such as findings
// KernelCli.Fuzz seeds TARGET DIR  writes inputs to begin with
// KernelCli.Fuzz                   lists the targets
switch (args)
{
    case []:
        Console.WriteLine(string.Join('\n', Targets.All.Keys));
        break;
    case ["seeds", var name, var folder]:
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] seed in Targets.All[name].Seeds())
            File.WriteAllBytes(Path.Combine(folder, $"{number++:000}"), seed);
        break;
    case [var name]:
        // Libraries that count their edges may not run before the counters are there.
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            Targets.All[name].Run(input.ToArray());
        });
        break;
    case [var name, .. var files]:
        foreach (string path in files)
        {
            Console.WriteLine(path);
            Targets.All[name].Run(File.ReadAllBytes(path));
        }
        break;
}
