using System.Buffers.Binary;
using System.Text;

namespace KernelCli.Core.Tests.Support;

/// <summary>ICC profiles of a few tags, such as the curves of the channels (ICC.1:2010, 7.3, 10.5 and 10.15).</summary>
internal static class IccProfiles
{
    /// <summary>A profile whose three channels share a curve.</summary>
    public static byte[] Shared(byte[] curve) => Of(("rTRC", curve), ("gTRC", curve), ("bTRC", curve));

    /// <summary>A profile of tags, each with data of its own.</summary>
    public static byte[] Of(params (string Name, byte[] Data)[] tags)
    {
        var profile = new List<byte>(new byte[128]);
        profile.AddRange(BigEndian(tags.Length));
        int at = 132 + (12 * tags.Length);
        foreach ((string name, byte[] data) in tags)
        {
            profile.AddRange([.. Encoding.ASCII.GetBytes(name), .. BigEndian(at), .. BigEndian(data.Length)]);
            at += data.Length;
        }
        return [.. profile, .. tags.SelectMany(tag => tag.Data)];
    }

    /// <summary>A curve of a kind of formula, with its parameters.</summary>
    public static byte[] Parameters(byte kind, params double[] values) =>
        [.. "para"u8, 0, 0, 0, 0, 0, kind, 0, 0, .. values.SelectMany(value => BigEndian((int)Math.Round(value * 65536)))];

    /// <summary>A curve through samples at equal distances.</summary>
    public static byte[] Table(int count, Func<double, double> curve) => [.. "curv"u8, 0, 0, 0, 0, .. BigEndian(count),
        .. Enumerable.Range(0, count).SelectMany(i => BigEndian((int)Math.Round(65535 * curve(i / (count - 1.0))))[2..])];

    /// <summary>The four bytes of a number.</summary>
    public static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
