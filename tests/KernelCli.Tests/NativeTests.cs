using System.Diagnostics;
using System.Runtime.InteropServices;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What only a native program has to get right.</summary>
public sealed class NativeTests
{
    [Theory]
    [InlineData("Nehalem")]
    [InlineData("SandyBridge")]
    public void A_processor_without_the_instructions_gets_one_line(string processor)
    {
        Tool run = On(processor);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("kernelcli: the native program needs a processor with AVX2, FMA and BMI2; install the portable one: "
            + "dotnet tool install --global KernelCli.any", run.Error.TrimEnd());
        Assert.Empty(run.Text);
    }

    [Fact]
    public void A_processor_with_the_instructions_and_no_more_runs_it()
    {
        Tool run = On("Haswell");
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(run.Text);
    }

    // Lines of the emulator itself, about features of a processor that it does not have, are left out.
    private static Tool On(string processor)
    {
        Assert.SkipUnless(Tool.IsNative && OperatingSystem.IsLinux() && !Tool.IsWindows && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The program is not native code for x64.");
        const string emulator = "/usr/bin/qemu-x86_64-static";
        Assert.SkipUnless(File.Exists(emulator), "There is no emulator of other processors.");
        using Process process = Process.Start(new ProcessStartInfo(emulator, ["-cpu", processor, Path.GetFullPath(Tool.Binary), "--version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string[] errors = process.StandardError.ReadToEnd().Split('\n');
        process.WaitForExit();
        return new Tool(process.ExitCode, System.Text.Encoding.UTF8.GetBytes(output.Result), string.Join('\n', errors.Where(line => !line.StartsWith("qemu-", StringComparison.Ordinal))));
    }
}
