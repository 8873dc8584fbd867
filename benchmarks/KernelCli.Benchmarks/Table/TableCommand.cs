using System.Diagnostics;
using System.Globalization;

namespace KernelCli.Benchmarks.Table;

/// <summary><c>table --size WxH --threads N [--ops a,b] [--types u8,f32] [--json]</c>: prints operation, sample type and nanoseconds per pixel.</summary>
internal static class TableCommand
{
    private const double LeastSeconds = 0.4;
    private const double MostSeconds = 4;
    private const int LeastRuns = 7;

    public static int Run(ReadOnlySpan<string> args)
    {
        (int width, int height, int threads, bool json) = (4096, 3072, 1, false);
        string[]? wanted = null, types = null;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--size":
                    string[] sides = args[++i].Split('x');
                    (width, height) = (int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[1], CultureInfo.InvariantCulture));
                    break;
                case "--threads":
                    threads = int.Parse(args[++i], CultureInfo.InvariantCulture);
                    break;
                case "--ops":
                    wanted = args[++i].Split(',');
                    break;
                case "--types":
                    types = args[++i].Split(',');
                    break;
                case "--json":
                    json = true;
                    break;
                default:
                    Console.Error.WriteLine($"table: unknown option '{args[i]}'; there are --size WxH, --threads N, --ops a,b, --types u8,f32 and --json");
                    return 2;
            }
        }

        foreach (Operation operation in new Workload(width, height, threads).Operations())
        {
            if ((wanted is not null && !wanted.Contains(operation.Name)) || (types is not null && !types.Contains(operation.Type)))
                continue;
            operation.Run();
            operation.Check();
            operation.Run();
            string time = (Median(operation.Run) * 1e9 / ((double)width * height)).ToString("0.0000", CultureInfo.InvariantCulture);
            Console.WriteLine(json
                ? $"{{\"op\":\"{operation.Name}\",\"type\":\"{operation.Type}\",\"ns_per_px\":{time}}}"
                : $"{operation.Name}\t{operation.Type}\t{time}");
        }
        return 0;
    }

    // The peer's rule: at least seven runs and 0.4 s, at most 4 s.
    private static double Median(Action run)
    {
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < LeastRuns || (Stopwatch.GetElapsedTime(begin).TotalSeconds < LeastSeconds && times.Count < 400))
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (Stopwatch.GetElapsedTime(begin).TotalSeconds > MostSeconds)
                break;
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
