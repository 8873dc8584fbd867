using System.Diagnostics;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>libjpeg-turbo's programs, where they are installed.</summary>
internal static class JpegTools
{
    public const string Absent = "libjpeg-turbo's cjpeg, djpeg and jpegtran are not installed (Debian: libjpeg-turbo-progs).";

    public static bool ArePresent { get; } = Array.TrueForAll(["cjpeg", "djpeg", "jpegtran"], IsInstalled);

    /// <summary>Runs a program on a file's bytes and gives what it prints.</summary>
    public static byte[] Run(string program, byte[] input, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, input);
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in arguments)
                start.ArgumentList.Add(argument);
            start.ArgumentList.Add(file);
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            using var output = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
            return output.ToArray();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
