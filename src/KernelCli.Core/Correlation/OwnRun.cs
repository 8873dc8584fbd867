namespace KernelCli.Correlation;

/// <summary>
/// What of an extended row need not be made, because the picture's row holds it: the sums <see cref="From"/> to behind <see cref="To"/>, whole pieces,
/// read nothing but the picture's own samples, and neither does a vector that begins among them.
/// </summary>
/// <param name="From">The first such sum.</param>
/// <param name="To">Behind the last.</param>
/// <param name="SkipFrom">The first pixel of the extended row that no other sum reads.</param>
/// <param name="SkipTo">Behind the last.</param>
internal readonly record struct OwnRun(int From, int To, int SkipFrom, int SkipTo);
