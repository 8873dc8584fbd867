using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Damage of every place of a small file with several frames: a declared error, and nothing else.</summary>
internal static class Damaging
{
    /// <summary>Asserts that a file is refused wherever it is cut.</summary>
    public static void CutAnywhere(byte[] file)
    {
        for (int length = 0; length < file.Length; length++)
        {
            Exception? exception = Record.Exception(() => Animation.Read(file[..length]));
            Assert.True(exception is ImageFormatException or UnsupportedImageException, $"{length}: {exception}");
        }
    }

    /// <summary>Asserts that any byte may be wrong, where damage is refused and where it is read past.</summary>
    public static void ChangeAnywhere(byte[] file)
    {
        var random = new Random(7);
        for (int at = 0; at < file.Length; at++)
            foreach (byte value in (byte[])[0, 255, (byte)random.Next(256), (byte)(file[at] ^ (1 << random.Next(8)))])
            {
                byte[] damaged = [.. file];
                damaged[at] = value;
                foreach (Action<ImageFormatException>? onDamage in (Action<ImageFormatException>?[])[null, _ => { }])
                {
                    var options = new DecodeOptions { OnDamage = onDamage, Limits = new ImageLimits { MaxPixels = 1 << 20 } };
                    Exception? exception = Record.Exception(() => Animation.Read(damaged, options));
                    Assert.True(exception is null or ImageFormatException or UnsupportedImageException or ImageLimitException, $"{at} {value}: {exception}");
                }
            }
    }
}
