using System.Diagnostics;
using System.Text;

namespace KernelCli.Tests.Support;

/// <summary>A named pipe that gives half of a gray picture, and the rest when it is told to.</summary>
internal sealed class SlowPicture : IDisposable
{
    private const int Width = 400;
    private const int Height = 2000;

    private readonly ManualResetEventSlim _released = new();
    private readonly ManualResetEventSlim _opened = new();
    private readonly string _path;
    private readonly Task _writing;

    /// <param name="path">The pipe to make.</param>
    /// <param name="trickles">Whether a row comes now and then while it waits.</param>
    public SlowPicture(string path, bool trickles = false)
    {
        Assert.SkipWhen(Tool.IsWindows, "Named pipes are made as POSIX has them.");
        _path = path;
        Process.Start("mkfifo", path).WaitForExit();
        _writing = Task.Run(() =>
        {
            try
            {
                using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                _opened.Set();
                stream.Write(Encoding.ASCII.GetBytes($"P5\n{Width} {Height}\n255\n"));
                stream.Write(new byte[Width * Height / 2]);
                int rows = Height / 2;
                for (; !_released.Wait(trickles && rows > 1 ? 20 : Timeout.Infinite); rows--)
                    stream.Write(new byte[Width]);
                stream.Write(new byte[Width * rows]);
            }
            catch (IOException)
            {
                // The reader was interrupted.
            }
        });
    }

    /// <summary>Gives the rest.</summary>
    public void Release() => _released.Set();

    /// <summary>Waits until somebody reads it.</summary>
    public void AwaitReader() => _opened.Wait();

    public void Dispose()
    {
        Release();

        // Nobody may have read it.
        if (File.Exists(_path))
            new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0).Dispose();
        _writing.Wait(Tool.Patience);
    }
}
