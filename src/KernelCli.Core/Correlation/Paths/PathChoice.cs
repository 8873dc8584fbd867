using KernelCli.Primitives;

namespace KernelCli.Correlation.Paths;

/// <summary>The order of preference among the paths.</summary>
internal static class PathChoice
{
    /// <summary>The fastest path that is proved right for the request.</summary>
    public static CorrelationPath Pick(PathRequest request)
    {
        if (request.Source is not SampleType.UInt8)
            return FloatBoxPath.TryCreate(request) ?? DecimatedPath.TryCreate(request) ?? (CorrelationPath)new FloatPath(request);
        return BoxPath.TryCreate(request)
            ?? IntegerPath.TryCreate(request)
            ?? WidePath.TryCreate(request)
            ?? DecimatedPath.TryCreate(request)
            ?? FixedPointPath.TryCreate(request)
            ?? IntegerPath.TryCreateFixedPoint(request)
            ?? (CorrelationPath)new FloatPath(request);
    }
}
