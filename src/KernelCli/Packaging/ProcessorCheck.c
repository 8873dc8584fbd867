// Runs before the runtime starts, which would end the process with a signal on a processor without the instructions that the native
// program is compiled for. Linked into the x64 program of every system whose linker is a C compiler.
#include <unistd.h>

__attribute__((constructor)) static void check_processor(void)
{
    static const char problem[] = "kernelcli: the native program needs a processor with AVX2, FMA and BMI2; "
        "install the portable one: dotnet tool install --global KernelCli.any\n";

    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
        return;
    if (write(STDERR_FILENO, problem, sizeof(problem) - 1) < 0)
        _exit(2);
    _exit(2);
}
