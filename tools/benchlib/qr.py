"""Reading QR codes from a camera's frames: a synthetic camera of 640 × 480, the same frames in every run."""
import json
import subprocess

from .world import say, verdict

LIMIT = 20.0  # milliseconds, 95 of 100 frames
LEAST_READ = 0.99


def measure(build, frames):
    done = subprocess.run([build.program("ssc_qr_bench"), str(frames)], check=True, stdout=subprocess.PIPE, text=True)
    figures = json.loads(done.stdout)
    return {**figures, "share": figures["read"] / figures["codes"]}


def missed(figures):
    return figures["p95"] > LIMIT or figures["wrong"] > 0 or figures["share"] < LEAST_READ


def show(figures):
    say(f"\ng  QR codes in {figures['frames']} frames of 640 × 480: turned, tilted, blurred, noisy, unevenly lit; {figures['codes']} with a code")
    say(f"   time of a frame  median {figures['median']:.1f} ms, p95 {figures['p95']:.1f} ms, worst {figures['worst']:.1f} ms  "
        f"(p95 ≤ {LIMIT:.0f} {verdict(figures['p95'] <= LIMIT)})")
    say(f"   read {figures['read']} = {figures['share']:.3f}  (≥ {LEAST_READ:.2f} {verdict(figures['share'] >= LEAST_READ)}), "
        f"missed {figures['missed']}, wrong {figures['wrong']}  (0 {verdict(figures['wrong'] == 0)})")
