using System.Diagnostics;
using System.Globalization;
using KernelCli.Codecs;
using KernelCli.Codecs.Jpeg;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Benchmarks.Peers;

/// <summary>
/// <c>jpeg FILE.jpg</c>: decoding to gray and encoding gray in process beside <c>djpeg -grayscale</c> and <c>cjpeg</c> as processes, less
/// what those take for a picture of one block; in turn, medians.
/// </summary>
internal static class JpegCommand
{
    private const int Runs = 15;

    public static int Run(ReadOnlySpan<string> args)
    {
        if (args.Length != 1)
        {
            Console.Error.WriteLine("jpeg: use 'jpeg FILE.jpg', with libjpeg-turbo's djpeg and cjpeg installed");
            return 2;
        }
        byte[] file = File.ReadAllBytes(args[0]);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Compare(args[0], file, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void Compare(string path, byte[] file, string folder)
    {
        (ImageInfo info, byte[] gray) = Decode(file);
        string picture = Path.Combine(folder, "gray.pgm"), small = Path.Combine(folder, "small.pgm"), smallJpeg = Path.Combine(folder, "small.jpg"), to = Path.Combine(folder, "to");
        WritePgm(picture, info.Width, info.Height, gray);
        WritePgm(small, 8, 8, new byte[64]);
        File.WriteAllBytes(smallJpeg, Encode(new ImageInfo(8, 8, info.Format), new byte[64]));

        var times = new Dictionary<string, List<double>>();
        for (int run = -2; run < Runs; run++)
        {
            Add("decode", () => Decode(file));
            Add("djpeg", () => Start("djpeg", "-grayscale", "-outfile", to, path));
            Add("djpeg start", () => Start("djpeg", "-grayscale", "-outfile", to, smallJpeg));
            Add("encode", () => Encode(info, gray));
            Add("cjpeg", () => Start("cjpeg", "-quality", "90", "-outfile", to, picture));
            Add("cjpeg start", () => Start("cjpeg", "-quality", "90", "-outfile", to, small));

            void Add(string name, Action action)
            {
                long start = Stopwatch.GetTimestamp();
                action();
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (run >= 0)
                    (times.TryGetValue(name, out List<double>? list) ? list : times[name] = []).Add(seconds);
            }
        }

        Console.WriteLine("op\tpeer_ms\tours_ms\tspeed");
        Print("decode", "djpeg");
        Print("encode", "cjpeg");

        double Median(string name) => times[name].Order().ElementAt(Runs / 2) * 1000;

        void Print(string ours, string peer)
        {
            double theirs = Median(peer) - Median(peer + " start");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ours}\t{theirs:0.0}\t{Median(ours):0.0}\t{theirs / Median(ours):0.00}"));
        }
    }

    private static (ImageInfo Info, byte[] Samples) Decode(byte[] file)
    {
        using IRowSource source = ImageCodecs.Open(new MemoryStream(file), new DecodeOptions { LumaOnly = true }, out _);
        byte[] samples = new byte[source.Info.Pixels];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(samples.AsSpan(y * source.Info.Width, source.Info.Width));
        source.Complete();
        return (source.Info, samples);
    }

    private static byte[] Encode(ImageInfo info, byte[] samples)
    {
        using var stream = new MemoryStream();
        using IRowSink sink = new JpegCodec().Create(stream, info, EncodeOptions.Default);
        for (int y = 0; y < info.Height; y++)
            sink.WriteRow(samples.AsSpan(y * info.Width, info.Width));
        sink.Complete();
        return stream.ToArray();
    }

    private static void WritePgm(string path, int width, int height, byte[] samples)
    {
        using FileStream stream = File.Create(path);
        stream.Write(System.Text.Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
        stream.Write(samples);
    }

    private static void Start(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed");
    }
}
