using System.Diagnostics;
using System.Globalization;
using KernelCli.Layers;
using KernelCli.SlidingWindow;

namespace KernelCli.Benchmarks.Peers;

/// <summary>
/// <c>layer [THREADS]</c>: 64 kernels of 7x7x3, stride 2, over 1920x1080, as in the first layer of ResNet-50, beside a plain loop (over a part of the
/// rows) and, where python3 has numpy, beside its matrix product over gathered columns and its own plain loop, on as many threads. Milliseconds, medians.
/// </summary>
internal static class LayerCommand
{
    private const int Width = 1920, Height = 1080, Outputs = 64, Side = 7;
    private const int PlainRows = 20;

    private const string Numpy = """
        import numpy as np, time, sys
        from numpy.lib.stride_tricks import sliding_window_view as view
        x = np.random.rand(3, 1080, 1920).astype(np.float32); w = np.random.rand(64, 3, 7, 7).astype(np.float32)
        p = np.pad(x, ((0, 0), (3, 3), (3, 3)))
        def product():
            columns = view(p, (7, 7), axis=(1, 2))[:, ::2, ::2].transpose(0, 3, 4, 1, 2).reshape(147, -1)
            return (w.reshape(64, 147) @ columns).reshape(64, 540, 960)
        def loop():
            out = np.zeros((1, 4, 960), np.float32)
            for y in range(4):
                for j in range(960):
                    out[0, y, j] = (w[0] * p[:, 2 * y:2 * y + 7, 2 * j:2 * j + 7]).sum()
            return out
        product(); times = []
        for _ in range(7):
            t = time.perf_counter(); product(); times.append(time.perf_counter() - t)
        t = time.perf_counter(); loop(); naive = (time.perf_counter() - t) * 64 * 540 / 4
        print(sorted(times)[3] * 1000, naive * 1000)
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var random = new Random(1);
        Tensor input = Draw(random, 3, Height, Width);
        var layer = new ConvolutionLayer { Weights = Draw(random, Outputs, 3, Side, Side), Stride = new Spacing(2, 2), Padding = (3, 3) };
        var times = new List<double>();
        for (int run = -2; run < 9; run++)
        {
            long start = Stopwatch.GetTimestamp();
            layer.Run(input, threads);
            if (run >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        long plainStart = Stopwatch.GetTimestamp();
        double sum = PlainLoop(layer, input);
        double plain = Stopwatch.GetElapsedTime(plainStart).TotalMilliseconds * (Height / 2) / PlainRows;
        Print("ours", times.Order().ElementAt(times.Count / 2));
        Print($"plain loop{(double.IsNaN(sum) ? "!" : "")}", plain);
        RunNumpy(threads);
        return 0;
    }

    private static void RunNumpy(int threads)
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-");
        foreach (string name in (string[])["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"])
            start.Environment[name] = threads.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(Numpy);
        process.StandardInput.Close();
        string[] figures = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            Console.Error.WriteLine("layer: python3 has no numpy, which is left out");
            return;
        }
        Print("numpy product", double.Parse(figures[0], CultureInfo.InvariantCulture));
        Print("numpy loop", double.Parse(figures[1], CultureInfo.InvariantCulture));
    }

    private static double PlainLoop(ConvolutionLayer layer, Tensor input)
    {
        double all = 0;
        for (int o = 0; o < Outputs; o++)
            for (int y = 2; y < 2 + PlainRows; y++)
                for (int x = 2; x < (Width / 2) - 2; x++)
                {
                    float sum = 0;
                    for (int c = 0; c < 3; c++)
                        for (int j = 0; j < Side; j++)
                            for (int i = 0; i < Side; i++)
                                sum += layer.Weights.Values[(((((o * 3) + c) * Side) + j) * Side) + i] * input.Values[(((c * Height) + (2 * y) + j - 3) * Width) + (2 * x) + i - 3];
                    all += sum;
                }
        return all;
    }

    private static void Print(string name, double milliseconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{milliseconds:0.0}"));

    private static Tensor Draw(Random random, params int[] shape)
    {
        Tensor tensor = Tensor.Zeros(shape);
        for (int i = 0; i < tensor.Values.Length; i++)
            tensor.Values[i] = (float)random.NextDouble();
        return tensor;
    }
}
