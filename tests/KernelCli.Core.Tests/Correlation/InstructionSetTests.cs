using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>The same bytes on processors with fewer instructions: child processes in which the runtime does without them.</summary>
public sealed class InstructionSetTests
{
    private const string DigestFile = "KERNELCLI_DIGEST_FILE";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public void Results_do_not_depend_on_the_instruction_set(string runtimeSwitch, int widest)
    {
        string file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["exec", typeof(InstructionSetTests).Assembly.Location, "-method", $"{typeof(InstructionSetTests).FullName}.{nameof(The_digest_is_stable)}"])
                start.ArgumentList.Add(argument);
            start.Environment[runtimeSwitch] = "0";
            start.Environment[DigestFile] = file;
            using Process child = Process.Start(start)!;
            string output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            Assert.True(child.ExitCode == 0, output);
            string[] report = File.ReadAllLines(file);
            Assert.True(int.Parse(report[0], System.Globalization.CultureInfo.InvariantCulture) <= widest, $"{runtimeSwitch}=0 took no effect: {report[0]} bits");
            Assert.Equal(Digest(), report[1]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_digest_is_stable()
    {
        string digest = Digest();
        Assert.Equal(Digest(), digest);
        if (Environment.GetEnvironmentVariable(DigestFile) is { Length: > 0 } file)
            File.WriteAllLines(file, [((int)VectorWidths.Best).ToString(System.Globalization.CultureInfo.InvariantCulture), digest]);
    }

    // A hash over results of every path, on odd sizes.
    private static string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] bytes = CorrelationRunner.Bytes(83 * 21 * 3, 11);
        ushort[] shorts = CorrelationRunner.UShorts(83 * 21, 12);
        float[] floats = CorrelationRunner.Floats(83 * 21, 13);
        var random = new Random(5);
        Kernel dense = Kernel.FromWeights(5, 5, [.. Enumerable.Range(0, 25).Select(_ => random.NextDouble() - 0.4)]);
        Kernel[] kernels = [BoxKernel.Create(3, 5), BoxKernel.Create(31, 31), BinomialKernel.Create(7), GaussianKernel.Create(1.3), GaussianKernel.Create(7),
            SharpenKernel.Create(1), GradientKernels.Sobel().X, dense, Kernel.FromWeights(2, 2, [40_000, 1, -70_000, 3]).WithScale(1, 1000, 9)];
        foreach (Kernel kernel in kernels)
            foreach (BorderMode border in Enum.GetValues<BorderMode>())
            {
                var options = new CorrelationOptions { Border = new Border(border, 31) };
                Add<byte, byte>(bytes, 3, kernel, options);
                Add<byte, float>(bytes, 3, kernel, options);
                Add<ushort, ushort>(shorts, 1, kernel, options);
                Add<float, float>(floats, 1, kernel, options);
            }
        byte[] magnitude = new byte[83 * 21];
        Correlator.Magnitude(new ReadOnlyPlane<byte>(bytes, 83, 21), new Plane<byte>(magnitude, 83, 21), GradientKernels.Scharr());
        hash.AppendData(magnitude);
        return Convert.ToHexString(hash.GetHashAndReset());

        void Add<TSource, TResult>(TSource[] source, int channels, Kernel kernel, CorrelationOptions options)
            where TSource : unmanaged
            where TResult : unmanaged
        {
            var result = new TResult[83 * 21 * channels];
            Correlator.Correlate(new ReadOnlyPlane<TSource>(source, 83, 21, channels), new Plane<TResult>(result, 83, 21, channels), kernel, options);
            hash.AppendData(MemoryMarshal.AsBytes(result.AsSpan()));
        }
    }
}
